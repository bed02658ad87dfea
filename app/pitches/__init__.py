"""The pitch day of a jury's round: who pitches when, who may score now, how many have.

An organiser opens and closes each pitch on the server, and the order in which they were really
given is kept. Jurors score with one hand, on their own phone or one that a code signed in.
"""
