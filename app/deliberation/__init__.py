"""The room in which a panel deliberates on the proposals of a round, and its minutes.

The order keeps people from leaving and coming back for conflicts. Scores are kept as they were
before and after each item; minutes are signed in the app by their digest.
"""
