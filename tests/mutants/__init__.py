"""Mutants of encodings, and what catches them: `python -m tests.mutants --help`.

A mutant is an encoding with one small mistake: a figure changed, a condition dropped, a category
swapped, a limit unshared. Whoever relies on the tests of an encoding wants to know that they see
such a mistake, wherever it is made. `mutate` makes them, `catch` holds each against what the
project has: the checks of the language, the cases computed by hand, the second reading, the audit
against the text, and the properties. What nothing catches is explained in `explained.toml`, or is a
hole.
"""
