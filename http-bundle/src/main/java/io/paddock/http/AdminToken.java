// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that opens the admin routes: 256 random bits in a file that only its owner may read. Thread-safe. */
final class AdminToken {
    static final String HEADER = "X-Paddock-Admin-Token";

    private static final String BEARER = "Bearer ";
    private static final int SHORTEST = 32;

    private final byte[] token;

    private AdminToken(String token) {
        this.token = token.getBytes(US_ASCII);
    }

    /** Reads the token, or makes it on the first start. */
    static AdminToken at(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            String token = Files.readString(file, US_ASCII).strip();
            if (token.length() < SHORTEST) {
                throw new IllegalStateException("the admin token file holds less than " + SHORTEST
                        + " characters; delete it and restart to get a new one: " + file);
            }
            return new AdminToken(token);
        } catch (IOException e) {
            throw new UncheckedIOException("the admin token file cannot be made or read: " + file, e);
        }
    }

    /** Whether the request carries the token. The comparison takes equal time for every wrong token of one length. */
    boolean isIn(HttpServletRequest request) {
        String given = request.getHeader(HEADER);
        String authorization = request.getHeader("Authorization");
        if (given == null && authorization != null && authorization.startsWith(BEARER)) {
            given = authorization.substring(BEARER.length()).strip();
        }
        return given != null && MessageDigest.isEqual(token, given.getBytes(US_ASCII));
    }

    /** Written beside and moved, so that nobody sees half a token and of two starters one wins. */
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        byte[] bits = new byte[32];
        new SecureRandom().nextBytes(bits);
        Path draft = Files.createTempFile(folder, "admin", ".new", ownerOnly(folder));
        try {
            Files.writeString(draft, HexFormat.of().formatHex(bits) + "\n", US_ASCII);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
