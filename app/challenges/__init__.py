"""The challenges of an event: their briefs as records, approval, publication and public pages.

A challenge owner writes or picks a brief, the organiser approves it, and the clock opens and closes
it. The rules themselves live in the kernel, the top-level package `challenges`.
"""
