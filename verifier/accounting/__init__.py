"""Does an encoding account for every sentence and every figure of its document?

In: the encoding of a document, and for an audit the official text that the user has. Out: what each
sentence became (`coverage`), and where text and encoding differ (`audit`), as frozen results.

A document is a list of sections, named by the numerals of their headings (`二（一）1`); what stands
before the first heading is `题头` and, its last paragraph, `前言`; what follows the last section in
a paragraph of its own is `结尾`. A sentence ends with a full stop, or where its section ends. A
heading that ends with a full stop is the first sentence of its section (`titled`); one on a line of
its own is none (`plain`).

`figures` and `numerals` know texts only, and stand below the language, whose checks use them.
Nothing here knows cases, engines, or how results are written.
"""
