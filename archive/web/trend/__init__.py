"""`/archive/-/trend`: how often words are said per hour of transcribed speech, over time."""
