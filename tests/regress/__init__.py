"""What went wrong elsewhere and must not here: one file for each row of the list.

`test_vNN_…` is row NN of the vulnerabilities of real systems that this platform was built against.
"""
