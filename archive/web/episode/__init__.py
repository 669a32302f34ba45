"""An episode's page: its words with whoever says them, and all that belongs to them."""
