"""Registrations as an organiser works with them: lists, views, acts on many, and their figures.

A list keeps its filters in the address and under names; what is done to many at once is shown
before it is done. Lists of others are imported and taken back, doubles found and made one.
"""
