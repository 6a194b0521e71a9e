"""Who may look at the record, and who did."""
