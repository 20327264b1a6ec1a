"""How we talk to people: one flow a file; flow.py is the port, dispatch.py chooses who hears."""
