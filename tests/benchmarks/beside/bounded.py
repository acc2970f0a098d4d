"""Run a module with no more memory than it may have: `python -m …bounded MEGABYTES MODULE …`."""

from __future__ import annotations

import resource
import runpy
import sys

if __name__ == "__main__":
    most = int(sys.argv[1]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    del sys.argv[:2]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
