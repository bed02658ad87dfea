"""Where everything stands on a badge and its sheet; pure decisions."""
