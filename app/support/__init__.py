"""What a cluster does for its own participants: it invites them, writes to them and reports them.

A co-organiser does so for the people of its cluster and for nobody else's. Policy makers who
observe a cluster read its figures here, in which no person can be told.
"""
