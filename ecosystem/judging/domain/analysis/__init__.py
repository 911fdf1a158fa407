"""The analysis of one board: everything `fairness`, `reliability` and `judges` say of it, as one stored answer.

`board` holds what goes in, `engine` computes (and alone imports the numerical libraries, so that a web worker never
loads them), `answer` reads what was stored, `words` says it to people.
"""
