"""The challenge owner reads what came in: side by side, with marks and notes of its own.

Marks and notes belong to the owner's organisation and are seen by nobody else; each note has its
author and its time. Nothing here decides anything: the jury and the organisers do.
"""
