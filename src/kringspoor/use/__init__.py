"""The inventory: devices with their media and batteries, their states and lives."""
