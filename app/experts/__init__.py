"""The pool of experts: people who are ready to judge, shared by the clusters that asked them.

Somebody enters by a cluster's invitation and says what they know, which languages they read and for
whom they worked. What they say is theirs: they choose who sees it, and leave with one click.
"""
