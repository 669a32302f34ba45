"""The page of a person: where they take part, with whom, how much they say, and with which words."""
