"""Run a module within bounds: `python -m …bounded MEGABYTES SECONDS MODULE …`.

The seconds are those of its own work, so that it ends even if who started it is no more.
"""

from __future__ import annotations

import resource
import runpy
import sys

if __name__ == "__main__":
    most = int(sys.argv[1]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    seconds = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    del sys.argv[:3]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
