"""Badges: what stands on them, on which sheets, who had them printed and when.

The code on a badge belongs to the ticket; here it is drawn.
"""
