"""Who is there: the directory of organisations, and the clusters of Europe on one page.

Only organisations that asked to be listed are in it, with what they say of themselves and no
person's address. Records that look like the same organisation are found here, and merged.
"""
