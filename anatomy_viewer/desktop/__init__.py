"""The only room that touches Qt: window, panels, actions."""
