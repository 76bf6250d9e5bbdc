// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

/**
 * What a driver may know about its instance.
 *
 * @param instanceId the instance
 * @param pid process id, or 0 when the instance has no process of its own on this machine
 * @param port the port on this machine at which the one that {@link LaunchSpec#PORT} stands for is reached, or 0
 *     when the launch has none
 * @param secret the secret that stands for {@link LaunchSpec#SECRET}, or the empty text
 */
public record Launched(String instanceId, long pid, int port, String secret) {
    /** The secret is not printed. */
    @Override
    public String toString() {
        return "Launched[" + instanceId + ", pid=" + pid + ", port=" + port + "]";
    }
}
