"""Questions of a user answered over a Program: a case computed, properties checked.

In: a document, a case as the user wrote it, settings. Out: frozen results (`results`) in the names
of the encoding; `report` puts them into words. Knows no language of a reader and no terminal.
"""
