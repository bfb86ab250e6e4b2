"""What is well with this installation and what is not, in plain words, with what to do next. It only looks."""
