"""What a holder takes along: an entry for the calendar, an own programme, a pass for the wallet.

All of it is made when it is asked for and kept nowhere; the secret address of the ticket opens it.
"""
