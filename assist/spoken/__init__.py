"""What callers say, one kind to a file: dates, amounts, spellings. `assist.entities` is the way in."""
