// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key for the ssh console. There is no password: whoever can read the private file may log in. The public part
 * goes to {@code etc/keys.properties}, which a running runtime reads anew when it changes.
 */
final class LoginKey {
    static final String USER = "paddock";

    private static final int BITS = 3072;
    private static final String GROUP = "_g_:admingroup";
    private static final int LINE = 64;
    private static final Pattern PUBLIC_LINE = Pattern.compile("ssh-rsa ([A-Za-z0-9+/=]+) ");

    private final Path privateFile;
    private final Path publicFile;
    private final Path users;

    LoginKey(Install install) {
        this.privateFile = install.sshKey();
        this.publicFile = privateFile.resolveSibling(privateFile.getFileName() + ".pub");
        this.users = install.home().resolve("etc").resolve("keys.properties");
    }

    /** Makes the key unless it is there, and lets it in unless it is let in. */
    void ensure() throws IOException {
        Optional<String> known = Files.exists(privateFile) ? publicPart() : Optional.empty();
        String encoded = known.isPresent() ? known.get() : make();
        letIn(USER + " = " + encoded + "," + GROUP);
    }

    private Optional<String> publicPart() throws IOException {
        if (!Files.exists(publicFile)) {
            return Optional.empty();
        }
        Matcher line = PUBLIC_LINE.matcher(Files.readString(publicFile, StandardCharsets.US_ASCII));
        return line.lookingAt() ? Optional.of(line.group(1)) : Optional.empty();
    }

    private String make() throws IOException {
        KeyPair pair = generate();
        PrivateFiles.folder(privateFile.getParent());
        String encoded = Base64.getEncoder().encodeToString(wireForm((RSAPublicKey) pair.getPublic()));
        PrivateFiles.write(publicFile, "ssh-rsa " + encoded + " " + USER + "\n");
        byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
        String body = Base64.getMimeEncoder(LINE, lineEnd)
                .encodeToString(pair.getPrivate().getEncoded());
        PrivateFiles.write(privateFile, "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
        return encoded;
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** The form that ssh writes into its public key files (RFC 4253, 6.6). */
    static byte[] wireForm(RSAPublicKey key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            field(out, "ssh-rsa".getBytes(StandardCharsets.US_ASCII));
            number(out, key.getPublicExponent());
            number(out, key.getModulus());
        }
        return bytes.toByteArray();
    }

    private static void number(DataOutputStream out, BigInteger value) throws IOException {
        field(out, value.toByteArray());
    }

    private static void field(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private void letIn(String entry) throws IOException {
        List<String> lines = Files.exists(users) ? Files.readAllLines(users) : List.of();
        if (lines.contains(entry)) {
            return;
        }
        List<String> fresh = new ArrayList<>(lines);
        fresh.removeIf(line -> line.startsWith(USER + " ="));
        fresh.add(entry);
        Files.write(users, fresh);
    }
}
