"""Properties as an encoding declares them: on one case, on two cases, on the definitions.

In: a Program that was made with property files. Out: frozen descriptions of what is claimed. Knows
no engine.
"""
