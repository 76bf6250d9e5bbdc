// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginKeyTest {
    @TempDir
    Path home;

    @Test
    void the_key_is_private_and_its_public_part_is_let_in() throws Exception {
        Install install = install();
        new LoginKey(install).ensure();
        assertEquals("rw-------", rights(install.sshKey()));
        assertEquals("rwx------", rights(install.sshKey().getParent()));

        String entry = users().get(users().size() - 1);
        assertTrue(entry.startsWith("paddock = "), entry);
        assertTrue(entry.endsWith(",_g_:admingroup"), entry);
        byte[] wire = Base64.getDecoder().decode(entry.substring("paddock = ".length(), entry.indexOf(',')));
        assertEquals(privateKey(install).getModulus(), modulus(wire));
    }

    @Test
    void a_second_time_nothing_changes() throws Exception {
        Install install = install();
        new LoginKey(install).ensure();
        String key = Files.readString(install.sshKey());
        List<String> users = users();
        new LoginKey(install).ensure();
        assertEquals(key, Files.readString(install.sshKey()));
        assertEquals(users, users());
    }

    @Test
    void a_new_key_takes_the_place_of_the_old_one() throws Exception {
        Install install = install();
        new LoginKey(install).ensure();
        Files.delete(install.sshKey());
        new LoginKey(install).ensure();
        assertEquals(
                1, users().stream().filter(line -> line.startsWith("paddock")).count());
        assertEquals("# kept", users().get(0));
    }

    private Install install() throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.write(home.resolve("etc/keys.properties"), List.of("# kept"));
        return new Install(home, home.resolve("data"), 8080, 8101);
    }

    private List<String> users() throws IOException {
        return Files.readAllLines(home.resolve("etc/keys.properties"));
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static RSAPrivateCrtKey privateKey(Install install) throws Exception {
        String pem = Files.readString(install.sshKey());
        String body = pem.replaceAll("-----[A-Z ]+-----", "");
        byte[] encoded = Base64.getMimeDecoder().decode(body);
        return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static BigInteger modulus(byte[] wire) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(wire))) {
            assertEquals(
                    "ssh-rsa", new String(in.readNBytes(in.readInt()), java.nio.charset.StandardCharsets.US_ASCII));
            in.readNBytes(in.readInt());
            return new BigInteger(in.readNBytes(in.readInt()));
        }
    }
}
