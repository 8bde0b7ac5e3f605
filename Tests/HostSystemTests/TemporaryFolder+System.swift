import Foundation
import Glibc
import TestSupport

extension TemporaryFolder {
    /// Gives something in the folder to another user; whether that was done.
    func changeOwner(of name: String, to user: UInt32) -> Bool {
        unsafe chown(path(of: name), user, user) == 0
    }

    /// Makes a symbolic link, and gives back its path.
    func link(_ name: String, to target: String) throws -> String {
        try FileManager.default.createSymbolicLink(
            atPath: path(of: name), withDestinationPath: target)
        return path(of: name)
    }

    /// The permission bits of something in the folder.
    func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path(of: name))[.posixPermissions] as? Int
    }
}
