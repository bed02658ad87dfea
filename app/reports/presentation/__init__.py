"""How figures look: their words, their tables, their charts, and the pages that hold them.

A chart is one SVG for the screen and for paper; see docs/adr/0006.
"""
