"""What a ticket's code holds, how it is typed, and when a ticket can be had; pure decisions."""
