"""What `innoday.py` runs: it sets up a machine and starts, tests and measures Innoday.

Standard library only, and no import of the rest of `app`: it works before anything is installed.
It is told apart from the application by two import contracts.
"""
