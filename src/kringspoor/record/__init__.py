"""What happened and how it is proved: the chain of events, evidence, batches of work."""
