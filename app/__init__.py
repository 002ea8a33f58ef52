"""Nuanxin 暖心办. The site is made by `app.factory`; the engine stands alone in `app.scheduling`."""
