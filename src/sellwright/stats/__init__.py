"""Plain mathematics: shingles, intervals, draws. Knows no mail."""
