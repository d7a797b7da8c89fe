# Where an image stands, beside an icon.
# The import was asked for and has not begun.
waiting-for-import = Waiting for import
failed-import = Failed import
queued = Queued, no data yet
saving = Saving
uploading = Uploading
importing = Importing
active = Active
deactivated = Deactivated
# The upload of the data failed, and the image is of no use.
failed = Failed
being-deleted = Being deleted
