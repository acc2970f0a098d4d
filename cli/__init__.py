"""The command line: parse, call, render, exit code; no logic of documents."""
