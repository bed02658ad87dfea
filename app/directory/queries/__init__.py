"""Reads of the directory, of clusters, and of records that look alike."""
