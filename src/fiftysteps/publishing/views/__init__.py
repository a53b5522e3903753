"""One module for each subject. A view finds the object, asks the queries, answers."""
