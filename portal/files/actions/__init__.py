from portal.files.refusals import UploadRefused

from .copying import copy_files
from .moving import move_files
from .removal import destroy_files, destroy_rows, withdraw_files
from .scanning import scan_waiting
from .sealing import renew_contents
from .storing import check_upload, store_made, store_upload, store_uploads

__all__ = [
    "UploadRefused",
    "check_upload",
    "copy_files",
    "destroy_files",
    "destroy_rows",
    "move_files",
    "renew_contents",
    "scan_waiting",
    "store_made",
    "store_upload",
    "store_uploads",
    "withdraw_files",
]
