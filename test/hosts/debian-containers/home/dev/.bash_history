docker ps
kubectl get pods
