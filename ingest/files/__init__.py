"""From what is named on the command line to the bytes and the text of each file."""
