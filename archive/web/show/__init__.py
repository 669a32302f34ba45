"""The page of a podcast: its episodes over time, who takes part, what is known of them, its chapters."""
