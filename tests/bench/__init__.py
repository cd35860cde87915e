"""`make bench`: ours and a reference, measured side by side in the same run."""
