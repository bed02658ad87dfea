"""Outcome reports: figures with written definitions, frozen in a snapshot, set as a PDF.

Every figure is computed once by one query; the snapshot's hash is printed on the report.
Reads every feature's queries and writes nothing but its own snapshots.
"""
