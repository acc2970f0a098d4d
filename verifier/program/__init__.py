"""The Program: sorts, terms, definitions, and how a ground program becomes one."""
