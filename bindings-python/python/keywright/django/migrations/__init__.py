"""The migrations, which change nothing: keys are not in Django's database."""
