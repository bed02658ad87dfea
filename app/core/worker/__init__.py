"""The worker: takes jobs from the queue of either database and performs them.

On PostgreSQL it is procrastinate's worker, any number of them on any number of machines.
On SQLite it is a runner of our own with the same promises.
"""
