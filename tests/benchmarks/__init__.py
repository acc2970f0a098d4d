"""Speed and size as ratios in one run: `python -m tests.benchmarks --help`.

The unit is the time of a Python that only imports clingo and click. CrossHair and clingcon, which
are asked the same questions side by side, come with `pip install -e '.[benchmarks]'`.
"""
