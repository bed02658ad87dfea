"""Certificates of attendance: which sessions and days somebody attended, by the scans alone.

The organiser says which sessions count and who signs; after the Day everybody who attended gets
one by mail, with a code by which anybody can check it.
"""
