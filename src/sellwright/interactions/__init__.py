"""What happened, as frozen values: messages, who is who, threads, new text, kinds. No input or output here."""
