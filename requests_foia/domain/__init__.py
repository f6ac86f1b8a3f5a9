"""The law of one application, in plain Python: words, workflow, replies, receipt."""
