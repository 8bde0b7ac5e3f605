/// The groups a user is in, as far as the name services tell.
package struct UserGroups {
    package var names: [String]
    package var doubt: String?
}
